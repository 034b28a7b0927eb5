import { alpha, type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { celadon, cinnabar, gardenia, ink, jjok, paper } from './palette.ts';

const family =
  "'Noto Sans KR Variable', Pretendard, 'Apple SD Gothic Neo', 'Malgun Gothic', system-ui, sans-serif";

const hues = { jjok, celadon, gardenia, cinnabar };

export const theme = createTheme({
  colors: {
    jjok,
    celadon,
    gardenia,
    cinnabar,
    gray: paper,
    dark: ink,
    red: cinnabar,
    green: celadon,
    yellow: gardenia,
  },
  primaryColor: 'jjok',
  primaryShade: { light: 7, dark: 5 },
  black: '#20242a',
  defaultRadius: 'md',
  radius: { xs: '0.2rem', sm: '0.35rem', md: '0.5rem', lg: '0.75rem', xl: '1.25rem' },
  fontFamily: family,
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'D2Coding', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.8rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: {
    fontFamily: family,
    fontWeight: '700',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.1875rem', lineHeight: '1.4' },
      h3: { fontSize: '1rem', lineHeight: '1.45' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // By name, not by import: the first screen must not carry menus and dialogs.
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
    Button: { defaultProps: { size: 'sm' } },
    Loader: { defaultProps: { size: 'sm', type: 'dots' } },
    Modal: { defaultProps: { centered: true, radius: 'lg', padding: 'lg' } },
    Paper: { defaultProps: { withBorder: true, radius: 'lg' } },
    Select: { defaultProps: { checkIconPosition: 'right', allowDeselect: false } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
  },
});

/** Soft grounds (alerts, light buttons, avatars): Mantine's own turn muddy with these colours in the dark. */
function tints(scheme: 'light' | 'dark'): Record<string, string> {
  const make = (name: string, shades: MantineColorsTuple) => {
    const variable = `--mantine-color-${name}`;
    return scheme === 'light'
      ? {
          [`${variable}-light`]: shades[0],
          [`${variable}-light-hover`]: shades[1],
          [`${variable}-light-color`]: shades[8],
        }
      : {
          [`${variable}-light`]: alpha(shades[4], 0.15),
          [`${variable}-light-hover`]: alpha(shades[4], 0.24),
          [`${variable}-light-color`]: shades[1],
        };
  };
  return Object.assign({}, ...Object.entries(hues).map(([name, shades]) => make(name, shades)));
}

/** `--page` is the ground behind cards, `--line` a hairline, `--rail` the navigation, the rest tints of states. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...tints('light'),
    '--mantine-color-cinnabar-filled': cinnabar[6],
    '--mantine-color-cinnabar-filled-hover': cinnabar[7],
    '--mantine-color-celadon-filled': celadon[5],
    '--mantine-color-celadon-filled-hover': celadon[6],
    '--page': '#f7f5f0',
    '--rail': '#fdfcf9',
    '--line': '#e4e0d7',
    '--hover': '#f3f0e9',
    '--mantine-color-dimmed': '#645f56',
    '--mantine-color-placeholder': '#757067',
    '--mantine-color-error': '#a83324',
    '--mantine-color-default-border': '#d3cec3',
    '--mantine-color-anchor': '#264c76',
  },
  dark: {
    ...tints('dark'),
    '--page': '#14181d',
    '--rail': '#191e24',
    '--line': '#2c343d',
    '--hover': '#242b33',
    '--mantine-color-body': '#1c2229',
    '--mantine-color-dimmed': '#a3abb6',
    '--mantine-color-placeholder': '#8f98a4',
    '--mantine-color-error': '#f0998d',
    '--mantine-color-default-border': '#3a434e',
    '--mantine-color-anchor': '#90adcb',
  },
});
