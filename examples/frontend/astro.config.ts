import { defineConfig } from "astro/config";

// Pages are rendered by `tools/`, ahead and one by one (README.md says why), so Astro only makes the
// function that renders them, and the files that browsers load.
export default defineConfig({
  output: "server",
  outDir: ".build",
  trailingSlash: "always",
  devToolbar: { enabled: false },
  build: { inlineStylesheets: "never", assets: "_assets" },
  image: { service: { entrypoint: "astro/assets/services/noop" } },
  session: false,
  vite: { build: { assetsInlineLimit: 0 } },
  adapter: {
    name: "render-anywhere",
    hooks: {
      "astro:config:done": ({ setAdapter }) =>
        setAdapter({
          name: "render-anywhere",
          entrypointResolution: "auto",
          serverEntrypoint: new URL("./src/render.ts", import.meta.url),
          adapterFeatures: { buildOutput: "server" },
          supportedAstroFeatures: { serverOutput: "stable" },
        }),
    },
  },
});
