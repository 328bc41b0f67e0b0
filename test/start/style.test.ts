import { styleOf, type Terminal } from "../../operations/start/style";

const PIPE: Terminal = { isTTY: false, columns: undefined, env: {}, color: true };
const TTY: Terminal = { ...PIPE, isTTY: true, columns: 115 };

it.each<[string, Terminal, boolean]>([
  ["a terminal", TTY, true],
  ["a pipe", PIPE, false],
  ["a pipe, forced", { ...PIPE, env: { FORCE_COLOR: "1" } }, true],
  ["a pipe, FORCE_COLOR=0", { ...PIPE, env: { FORCE_COLOR: "0" } }, false],
  ["a terminal, NO_COLOR", { ...TTY, env: { NO_COLOR: "1" } }, false],
  ["a terminal, empty NO_COLOR", { ...TTY, env: { NO_COLOR: "" } }, true],
  ["NO_COLOR wins over FORCE_COLOR", { ...PIPE, env: { NO_COLOR: "1", FORCE_COLOR: "1" } }, false],
  ["--no-color", { ...TTY, color: false }, false],
])("colour on %s", (_what, terminal, color) => {
  expect(styleOf(terminal).color).toBe(color);
});

it.each([[undefined, 110], [80, 100], [115, 115], [300, 120]])("%p columns: %i", (columns, width) => {
  expect(styleOf({ ...TTY, columns }).width).toBe(width);
});
