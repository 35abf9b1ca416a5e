import { z } from 'zod';
import { withText } from './optionText.js';

const degree = Math.PI / 180;

/** Angles in radians up to so many degrees, said in degrees or in any unit of angle that mathjs knows. */
export function angle(degrees: number, zero: 'zero' | 'above zero' = 'zero'): z.ZodNumber {
  const most = (degrees * Math.PI) / 180;
  const from = zero === 'zero' ? z.number().min(0) : z.number().positive();
  return withText(from.max(most), {
    read: async (text) => {
      const value = await radians(text);
      // The rounding of a conversion must not put half a cycle above pi.
      return value <= most * (1 + 1e-12) ? Math.min(value, most) : value;
    },
    write: formatRadians,
    allowed: `an angle ${zero === 'zero' ? 'from 0' : 'above 0, up'} to ${degrees} deg, in deg or rad (a bare number is in degrees)`,
  });
}

/** In degrees where these are a short number, else in radians; the very same number. */
function formatRadians(value: number): string {
  const degrees = Number((value / degree).toPrecision(12));
  return degrees * degree === value ? `${degrees}deg` : `${value}rad`;
}

/** NaN for what is not an angle. */
async function radians(text: string): Promise<number> {
  const [, number, unitName] = /^\s*([-+.\deE]+?)\s*(|deg|degrees?|°|rad|radians?)\s*$/.exec(text) ?? [];
  if (number !== undefined && unitName !== undefined) return Number(number) * (unitName.startsWith('rad') ? 1 : degree);
  // mathjs takes longer to load than everything else together, so the two common units do without.
  const { unit } = await import('mathjs');
  try {
    return unit(text).toNumber('rad');
  } catch {
    return NaN;
  }
}
