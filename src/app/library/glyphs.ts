/** Pixels of a letter, in both directions. */
export const GLYPH_WIDTH = 5;
export const GLYPH_HEIGHT = 7;

/**
 * Letters of 5 × 7 pixels, seven rows each from the top; a row is a digit in base 32, whose bits are its pixels from the left.
 * Drawing text takes no font on the machine this way, and overlays are the same everywhere.
 */
const alphabet = `
Aehhvhhh Buhhuhhu Cehggghe Duhhhhhu Evgguggv Fvgguggg Gehgnhhf Hhhhvhhh Ie44444e J72222ic Khikokih Lggggggv Mhrllhhh
Nhhpljhh Oehhhhhe Puhhuggg Qehhhlid Ruhhukih Sfgge11u Tv444444 Uhhhhhhe Vhhhhha4 Whhhllla Xhha4ahh Yhhha444 Zv1248gv
a00e1fhf bggmphhu c00egghe d11djhhf e00ehvge f698s888 g00fhf1e hggmphhh i40c444e j20622ic kggikoki lc44444e m00qllhh
n00mphhh o00ehhhe p00uhugg q00djf11 r00mpggg s00ege1u t88s8896 u00hhhjd v00hhha4 w00hhlla x00ha4ah y00hhf1e z00v248v
0ehjlphe 14c4444e 2eh1248v 3v2421he 426aiv22 5vgu11he 668guhhe 7v124888 8ehhehhe 9ehhf12c
.00000cc ,0000c48 -000v000 _000000v +044v440 =00v0v00 /01248g0 :0cc0cc0 (2488842 )8422248 %op2483j #aavavaa '4480000
µ00iiitg Åa4ehvhh °4a40000 ²c248u00 ×00ha4ah`;

const glyphs: ReadonlyMap<string, readonly number[]> = new Map(
  Array.from(alphabet.matchAll(/\S([0-9a-v]{7})/gu), ([entry, rows = '']) => {
    return [entry.slice(0, -rows.length), Array.from(rows, (digit) => parseInt(digit, 32))] as const;
  }),
);

/** A letter that there is no drawing of: a box. */
const UNKNOWN: readonly number[] = [31, 17, 17, 17, 17, 17, 31];

/** The rows of a letter, from the top; bit 4 of each is its leftmost pixel. Letters with marks lose them where need be. */
export function glyph(letter: string): readonly number[] {
  if (letter === ' ') return [];
  const plain = letter.normalize('NFKD').charAt(0);
  return glyphs.get(letter) ?? glyphs.get(plain) ?? UNKNOWN;
}
