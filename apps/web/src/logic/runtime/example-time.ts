/** The last time the clock showed 02:17:04 here, in Unix seconds: when the example died. */
export const exampleDeath = (nowSeconds: number): number => {
  const date = new Date(nowSeconds * 1000);
  date.setHours(2, 17, 4, 0);
  if (date.getTime() > nowSeconds * 1000) date.setDate(date.getDate() - 1);
  return date.getTime() / 1000;
};
