import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const web = join(import.meta.dirname, '..');
const styles = dirname(fileURLToPath(import.meta.resolve('@mantine/core/styles/Button.css')));

function mantineComponents(): Set<string> {
  const files = globSync('{features,ui,routes}/**/*.tsx', { cwd: web }).concat('main.tsx');
  const imports = files.flatMap((file) =>
    [...readFileSync(join(web, file), 'utf8').matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)].flatMap(
      ([, names = '']) => names.split(',').map((name) => name.trim()),
    ),
  );
  return new Set(imports.filter((name) => /^[A-Z]/.test(name)));
}

test('every Mantine component in use has its styles', () => {
  const imported = ['styles.ts', 'styles.app.ts']
    .map((file) => readFileSync(join(web, 'ui', file), 'utf8'))
    .join();
  const bare = [...mantineComponents()].filter(
    (name) => existsSync(join(styles, `${name}.css`)) && !imported.includes(`/${name}.css'`),
  );
  expect(bare).toEqual([]);
});
