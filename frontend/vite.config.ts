import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.LAYERLOOM ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  base: "/static/app/",
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../static/app",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1600,
  },
  worker: { format: "es" },
  server: {
    // Objects, since for a plain string Vite would change the Host header, and the server checks it against Origin.
    proxy: { "/api": { target: server }, "/login": { target: server }, "/ws": { target: server, ws: true } },
  },
  // The files share their modules: a world of its own for each took four times as long as the tests.
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"], isolate: false },
});
