import { join } from 'node:path';
import type { Config } from '@tanstack/router-plugin/vite';

const web = join(import.meta.dirname, '..');

/** Folders of screens: `public/` has no prefix and no frame, the others share the frame in `app.tsx`. */
export const routerConfig: Partial<Config> = {
  target: 'react',
  routesDirectory: join(web, 'routes'),
  generatedRouteTree: join(web, 'route-tree.gen.ts'),
  autoCodeSplitting: true,
  tmpDir: join(web, '../node_modules/.cache/routes'),
  addExtensions: true,
  virtualRouteConfig: {
    type: 'root',
    file: '__root.tsx',
    children: [
      { type: 'physical', directory: 'public', pathPrefix: '' },
      {
        type: 'layout',
        id: 'app',
        file: 'app.tsx',
        children: ['student', 'parent', 'staff', 'admin', 'account'].map((folder) => ({
          type: 'physical',
          directory: folder,
          pathPrefix: `/${folder}`,
        })),
      },
    ],
  },
};
