/** log |det| of a square matrix in float64, by elimination with the largest pivots. */
export function logAbsDet(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => [...row]);
  let sum = 0;
  while (rows.length > 0) {
    const sizes = rows.map((row) => Math.abs(row[0] ?? 0));
    const [pivot = []] = rows.splice(sizes.indexOf(Math.max(...sizes)), 1);
    const [first = 0, ...rest] = pivot;
    sum += Math.log(Math.abs(first));
    rows.forEach((row, i) => {
      const [own = 0, ...others] = row;
      rows[i] = others.map((each, j) => each - (own / first) * (rest[j] ?? 0));
    });
  }
  return sum;
}
