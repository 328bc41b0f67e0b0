/**
 * The page in a real browser: Chromium from PATH (Debian: apt-get install chromium). Without one these tests are skipped,
 * unless FIREBREAK_BROWSER=required, as where continuous integration has installed it. Screenshots go to .firebreak/screenshots.
 */
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { buildReport } from "../../operations/report/build";
import { htmlReport } from "../../operations/report/html/page";
import type { Report } from "../../operations/report/model";
import { hostileReport, largeReport } from "./large";
import { known, ORDERS, sample, UPLOADS } from "./sample";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const SHOTS = resolve(__dirname, "../../.firebreak/screenshots");
const AT = new Date("2026-11-22T12:00:00Z");

function onPath(): string | undefined {
  const files = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "").flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const executablePath = onPath();
const required = process.env["FIREBREAK_BROWSER"] === "required";
const missing = "no Chromium on PATH: the page is not tested in a browser; install one (Debian: apt-get install chromium)";
if (executablePath === undefined && !required) process.stderr.write(`${missing}\n`);

/** The sample with cells of every state. */
function colourful(): Report {
  const report = buildReport(sample());
  const [cell] = report.matrix;
  if (cell === undefined) throw new Error("the sample has a cell");
  const more: Report["matrix"] = [
    { ...cell, disaster: "provider:ovh", rto: known(5 * 3600) },
    { ...cell, urn: ORDERS, disaster: "operator-error", verdict: "lost", rpo: { known: false, why: "nothing is left" }, path: [], reason: "nothing copies it", fix: "Add a read replica." },
    { ...cell, urn: ORDERS, disaster: "region:aws/eu-central-1", verdict: "unknown", path: ["the destination is not known"], reason: "cannot be shown", fix: "Write out the region." },
    { ...cell, urn: ORDERS, hit: false },
  ];
  return { ...report, matrix: [...report.matrix, ...more] };
}

interface Opened {
  readonly page: Page;
  /** Requests other than for the page itself, and whatever was said on the console. */
  readonly noise: readonly string[];
}

const test = executablePath === undefined && !required ? describe.skip : describe;

test("the page in a browser", () => {
  let browser: Browser;
  let folder: string;
  const open = async (report: Report, scheme: "light" | "dark", width: number, height = 900): Promise<Opened> => {
    const file = join(folder, `${Math.random().toString(36).slice(2)}.html`);
    writeFileSync(file, htmlReport(report, { at: AT }));
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
    const noise: string[] = [];
    const url = pathToFileURL(file).href;
    page.on("request", (request) => void (request.url() === url ? undefined : noise.push(`request ${request.url()}`)));
    page.on("console", (message) => void noise.push(`console ${message.text()}`));
    page.on("pageerror", (error) => void noise.push(`error ${error.message}`));
    page.on("dialog", (dialog) => {
      noise.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(url);
    return { page, noise };
  };

  beforeAll(async () => {
    if (executablePath === undefined) throw new Error(missing);
    folder = mkdtempSync(join(tmpdir(), "firebreak-page-"));
    mkdirSync(SHOTS, { recursive: true });
    // Chromium refuses its sandbox to root, as which containers run.
    browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it.each([["light", 1440], ["dark", 1440], ["light", 390], ["dark", 390]] as const)("in %s at %i px: no request, nothing on the console, no sideways scrolling", async (scheme, width) => {
    const { page, noise } = await open(colourful(), scheme, width);
    await page.screenshot({ path: join(SHOTS, `${scheme}-${width}.png`), fullPage: true });
    expect(noise).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(await page.locator(".map svg:visible").count()).toBe(1);
    const [background] = String(await page.evaluate("getComputedStyle(document.body).backgroundColor")).match(/\d+/g) ?? [];
    expect(Number(background) > 128).toBe(scheme === "light");
    await page.close();
  }, 60_000);

  it("a click on a cell shows path, figures, reason and copies; Escape closes and gives the focus back", async () => {
    const { page, noise } = await open(colourful(), "light", 1440);
    const panel = page.locator("#panel");
    expect(await panel.isVisible()).toBe(false);
    await page.locator("td.survives").first().click();
    expect(await panel.isVisible()).toBe(true);
    const text = await panel.innerText();
    for (const part of ["uploads", "the Gravelines campus burns", "15 min", "a replica survives", "replicated to Frankfurt", "aws-datasync"]) expect(text).toContain(part);
    await page.screenshot({ path: join(SHOTS, "panel.png") });
    await page.keyboard.press("Escape");
    expect(await panel.isVisible()).toBe(false);
    expect(await page.evaluate("document.activeElement.className")).toBe("survives");
    expect(noise).toEqual([]);
    await page.close();
  }, 60_000);

  it("the keyboard alone reaches every cell and opens it, with the fix", async () => {
    const { page } = await open(colourful(), "dark", 1440);
    await page.locator('table.matrix td[tabindex="0"]').focus();
    expect(await page.locator('table.matrix td[tabindex="0"]').count()).toBe(1);
    await page.keyboard.press("Control+Home");
    const seen: string[] = [];
    for (let row = 0; row < 2; row += 1) {
      await page.keyboard.press("Home");
      for (let column = 0; column < 6; column += 1) {
        seen.push(String(await page.evaluate("document.activeElement.className")));
        if (seen.at(-1) === "lost") {
          await page.keyboard.press("Enter");
          expect(await page.locator("#panel").innerText()).toContain("Add a read replica.");
          await page.keyboard.press("Escape");
        }
        await page.keyboard.press("ArrowRight");
      }
      await page.keyboard.press("ArrowDown");
    }
    expect([...new Set(seen)].sort()).toEqual(["lost", "slow", "survives", "unknown", "untouched"]);
    await page.close();
  }, 60_000);

  it("every state differs by its symbol, and text has enough contrast in both schemes", async () => {
    for (const scheme of ["light", "dark"] as const) {
      const { page } = await open(colourful(), scheme, 1440);
      const symbols = (await page.locator(".legend .key").allInnerTexts()).map((text) => text.trim());
      expect(new Set(symbols).size).toBe(5);
      const ratios = (await page.evaluate(CONTRAST)) as readonly (readonly [string, number])[];
      expect(ratios.length).toBeGreaterThan(20);
      expect(ratios.filter(([, ratio]) => ratio < 4.5)).toEqual([]);
      await page.close();
    }
  }, 60_000);

  it("hostile texts run nothing and are shown as they are", async () => {
    const { page, noise } = await open(hostileReport(), "light", 1440);
    await page.locator("td.survives, td.slow, td.lost, td.unknown").first().click();
    expect(await page.locator("#panel").innerText()).toContain("<script>alert(1)</script>");
    await page.waitForTimeout(100);
    expect([noise, await page.locator("img").count()]).toEqual([[], 0]);
    await page.close();
  }, 60_000);

  it("10,000 resources open within seconds, and a cell that sums up shows the worst with how many more there are", async () => {
    const { page, noise } = await open(largeReport(10_000, 60), "light", 1440);
    expect(await page.evaluate("document.querySelectorAll('table.matrix td').length")).toBeLessThan(15_000);
    await page.locator("tr:has-text('more') td.survives").first().click();
    expect(await page.locator("#panel").innerText()).toMatch(/\d+ more are summed up in this cell/);
    expect(noise).toEqual([]);
    await page.close();
  }, 90_000);

  it("folded lines open and close", async () => {
    const report = colourful();
    const [cell] = report.matrix;
    const [first] = report.resources;
    if (cell === undefined || first === undefined) throw new Error("the sample has both");
    const quiet = ["x", "y", "z"].map((name) => ({ ...first, urn: `${UPLOADS}-${name}`, name, holds: "configuration" as const }));
    const { page } = await open({ ...report, resources: [...report.resources, ...quiet], matrix: [...report.matrix, ...quiet.map(({ urn }) => ({ ...cell, urn }))] }, "light", 1440);
    const button = page.locator("button.unfold");
    expect([await button.getAttribute("aria-expanded"), await page.locator("tr.inner:visible").count()]).toEqual(["false", 0]);
    await button.click();
    expect([await button.getAttribute("aria-expanded"), await page.locator("tr.inner:visible").count()]).toEqual(["true", 3]);
    await page.close();
  }, 60_000);
});

/** Contrast of visible text against what is behind it, by WCAG 2's formula (w3.org/TR/WCAG21/#dfn-contrast-ratio). */
const CONTRAST = `(() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = (rgb) => { const [r, g, b] = rgb.map((v) => { const c = v / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = (node) => { for (let at = node; at; at = at.parentElement) { const c = parse(getComputedStyle(at).backgroundColor); if (c.length === 3 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
  const found = new Map();
  for (const node of document.querySelectorAll("main *, header *, nav *")) {
    if (node.closest("svg") || !node.checkVisibility() || ![...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== "")) continue;
    const a = light(parse(getComputedStyle(node).color).slice(0, 3)), b = light(behind(node));
    found.set(node.tagName + "." + node.className + "<" + node.parentElement.className, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return [...found];
})()`;
