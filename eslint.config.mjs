import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules/", ".firebreak/", "coverage/", "**/node_modules/"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-console": "error",
      "max-lines": ["error", { max: 320, skipBlankLines: true, skipComments: true }],
      eqeqeq: "error",
    },
  },
  { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
