import mdx from '@astrojs/mdx';
import node from '@astrojs/node';
import { defineConfig } from 'astro/config';

export default defineConfig({
  output: 'server',
  // Pages are kept whole: streaming would only cost.
  adapter: node({ mode: 'middleware', experimentalDisableStreaming: true }),
  integrations: [mdx()],
  // src/serving redirects to the one address of each page; 'always' would break /sante.
  trailingSlash: 'ignore',
  // src/serving checks the origin, with the exceptions that webhooks and one-click unsubscribe need.
  security: { checkOrigin: false },
  session: false,
  devToolbar: { enabled: false },
  // The Content-Security-Policy allows neither inline styles nor inline scripts.
  build: { inlineStylesheets: 'never' },
  vite: { build: { assetsInlineLimit: 0 } },
});
