import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import type { Shape, TypeShape } from "./shape";

/** npm packages of the SDKs, by provider. */
export const SDK: Readonly<Record<string, string>> = {
  aws: "@pulumi/aws",
  ovh: "@ovhcloud/pulumi-ovh",
  random: "@pulumi/random",
};

type Members = ReadonlyMap<string, ts.TypeElement | ts.ClassElement>;

/** How deep nested outputs are written: the simulated clouds fill in the top level only. */
const OUTPUT_DEPTH = 1;

/**
 * Reads the shapes of resource types from the declarations of an installed SDK: no type check, only its syntax.
 * @param provider `aws`, `ovh` or `random`
 * @param tokens type tokens such as `aws:s3/bucket:Bucket`
 * @throws if a token has no declaration: the SDK does not know the type
 */
export function extractShapes(provider: string, tokens: readonly string[]): Record<string, TypeShape> {
  const root = dirname(require.resolve(`${SDK[provider] ?? provider}/package.json`));
  const inputs = new Interfaces(() => join(root, "types", "input.d.ts"));
  const shapes: Record<string, TypeShape> = {};
  for (const token of tokens) {
    const [, module = "", name = ""] = token.split(":");
    const path = module.replace(/^index\//, "");
    const [folder, file] = path.includes("/") ? path.split("/") : ["", path];
    const source = parse(declarationOf(join(root, (folder ?? "").toLowerCase()), file ?? "", token));
    const args = members(source, `${name}Args`);
    const outs = members(source, name);
    if (args === undefined || outs === undefined) throw new Error(`${token}: the SDK ${SDK[provider] ?? provider} declares no such type`);
    shapes[token] = { inputs: objectOf(args, inputs, 0), outputs: outputsOf(outs) };
  }
  return shapes;
}

/** Most types are declared in a file of their name; for a few (`datasync/s3Location` is in `locationS3`) the token has to be looked for. */
function declarationOf(folder: string, file: string, token: string): string {
  const usual = join(folder, `${file}.d.ts`);
  if (existsSync(usual)) return usual;
  const holder = readdirSync(folder).find((name) => name.endsWith(".js") && readFileSync(join(folder, name), "utf8").includes(`'${token}'`));
  if (holder === undefined) throw new Error(`${token}: not declared in the SDK's folder ${folder}`);
  return join(folder, holder.replace(/\.js$/, ".d.ts"));
}

class Interfaces {
  private found: Map<string, Members> | undefined;
  constructor(private readonly path: () => string) {}
  get(name: string): Members | undefined {
    this.found ??= namespaced(parse(this.path()));
    return this.found.get(name);
  }
}

function parse(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, false);
}

function members(source: ts.SourceFile, name: string): Members | undefined {
  for (const statement of source.statements) {
    if ((ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name?.text === name) return named(statement.members);
  }
  return undefined;
}

function named(list: readonly (ts.TypeElement | ts.ClassElement)[]): Members {
  const found = new Map<string, ts.TypeElement | ts.ClassElement>();
  for (const member of list) {
    if (member.name !== undefined && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))) found.set(member.name.text, member);
  }
  return found;
}

function namespaced(source: ts.SourceFile): Map<string, Members> {
  const found = new Map<string, Members>();
  const walk = (statements: readonly ts.Statement[], prefix: string): void => {
    for (const statement of statements) {
      if (ts.isInterfaceDeclaration(statement)) found.set(prefix + statement.name.text, named(statement.members));
      if (ts.isModuleDeclaration(statement) && statement.body !== undefined && ts.isModuleBlock(statement.body)) walk(statement.body.statements, `${prefix}${statement.name.text}.`);
    }
  };
  walk(source.statements, "");
  return found;
}

function objectOf(list: Members, inputs: Interfaces, depth: number): Record<string, Shape> {
  const shape: Record<string, Shape> = {};
  for (const [name, member] of list) {
    if (!ts.isPropertySignature(member) || member.type === undefined) continue;
    shape[member.questionToken === undefined ? name : `${name}?`] = shapeOf(member.type, inputs, depth);
  }
  return shape;
}

function shapeOf(type: ts.TypeNode, inputs: Interfaces, depth: number): Shape {
  if (ts.isParenthesizedTypeNode(type)) return shapeOf(type.type, inputs, depth);
  if (ts.isArrayTypeNode(type)) return [shapeOf(type.elementType, inputs, depth)];
  if (ts.isTypeLiteralNode(type)) {
    const index = type.members.find(ts.isIndexSignatureDeclaration);
    return index === undefined ? "any" : { "*": shapeOf(index.type, inputs, depth) };
  }
  if (ts.isUnionTypeNode(type)) {
    const shapes = type.types.filter((t) => t.kind !== ts.SyntaxKind.UndefinedKeyword).map((t) => shapeOf(t, inputs, depth));
    const first = shapes[0] ?? "any";
    return shapes.every((shape) => JSON.stringify(shape) === JSON.stringify(first)) ? first : "any";
  }
  if (ts.isTypeReferenceNode(type)) return referenced(type, inputs, depth);
  if (type.kind === ts.SyntaxKind.StringKeyword) return "string";
  if (type.kind === ts.SyntaxKind.NumberKeyword) return "number";
  if (type.kind === ts.SyntaxKind.BooleanKeyword) return "boolean";
  return "any";
}

function referenced(type: ts.TypeReferenceNode, inputs: Interfaces, depth: number): Shape {
  const path = nameOf(type.typeName);
  const argument = type.typeArguments?.[0];
  if (argument !== undefined) return shapeOf(argument, inputs, depth);
  if (path.startsWith("enums.") || path === "ARN") return "string";
  if (!path.startsWith("inputs.") || depth > 12) return "any";
  const list = inputs.get(path.slice("inputs.".length));
  return list === undefined ? "any" : objectOf(list, inputs, depth + 1);
}

function nameOf(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : `${nameOf(name.left)}.${name.right.text}`;
}

function outputsOf(list: Members): Record<string, Shape> {
  const none = new Interfaces(() => "");
  const shape: Record<string, Shape> = {};
  for (const [name, member] of list) {
    if (!ts.isPropertyDeclaration(member) || member.type === undefined || !ts.isTypeReferenceNode(member.type)) continue;
    const argument = member.type.typeArguments?.[0];
    if (argument === undefined || nameOf(member.type.typeName) !== "pulumi.Output") continue;
    if (ts.isUnionTypeNode(argument) && argument.types.some((t) => t.kind === ts.SyntaxKind.UndefinedKeyword)) continue;
    shape[name] = ts.isTypeReferenceNode(argument) && argument.typeArguments === undefined ? nestedOutput(argument) : shapeOf(argument, none, OUTPUT_DEPTH);
  }
  return shape;
}

/** Nested output objects are left open: nothing validates an output. */
function nestedOutput(type: ts.TypeReferenceNode): Shape {
  return nameOf(type.typeName).startsWith("outputs.") ? { "*": "any" } : "string";
}
