import { longestGap } from "../../policies/analysis/schedule";

const HOUR = 3600;
const DAY = 24 * HOUR;

describe("longestGap", () => {
  it.each([
    ["rate(1 hour)", HOUR],
    ["rate(15 minutes)", 900],
    ["rate(2 days)", 2 * DAY],
    ["cron(0 * * * ? *)", HOUR],
    ["cron(0/15 * * * ? *)", 900],
    ["cron(0 5 * * ? *)", DAY],
    ["cron(0 0/4 * * ? *)", 4 * HOUR],
    // 05:00 and 17:00, then 05:00 again.
    ["cron(0 5,17 * * ? *)", 12 * HOUR],
    // 01:00 and 07:00: the night is 18 hours.
    ["cron(0 1,7 * * ? *)", 18 * HOUR],
    // Over the weekend: Friday to Monday.
    ["cron(0 5 ? * MON-FRI *)", 3 * DAY],
    ["cron(0 5 ? * 1 *)", 7 * DAY],
    ["cron(0 5 1 * ? *)", 31 * DAY],
    ["cron(0 5 1 JAN,JUL ? *)", 184 * DAY],
  ])("of %s", (expression, gap) => {
    expect(longestGap(expression)).toBe(gap);
  });

  it.each(["", "hourly", "rate(0 hours)", "rate(1 week)", "cron(* * *)", "cron(0 5 L * ? *)", "cron(0 5 ? * 2#1 *)", "cron(61 5 * * ? *)", "cron(0 5 * * ? 2027)", "cron(0 5 30 FEB ? *)"])(
    "cannot be told of %j",
    (expression) => {
      expect(longestGap(expression)).toBeUndefined();
    },
  );
});
