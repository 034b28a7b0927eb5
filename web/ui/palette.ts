import type { MantineColorsTuple } from '@mantine/core';

/** Indigo of dyed ramie (쪽빛): the colour of everything that can be pressed. */
export const jjok: MantineColorsTuple = [
  '#eef3f9',
  '#dce6f1',
  '#b8cbdf',
  '#90adcb',
  '#6f95bd',
  '#4876a6',
  '#34608f',
  '#264c76',
  '#1c3b5e',
  '#122843',
];
/** Celadon (비색): done, present, healthy. */
export const celadon: MantineColorsTuple = [
  '#ebf6f1',
  '#d2eae0',
  '#a7d4c3',
  '#79bca4',
  '#52a487',
  '#348468',
  '#266f57',
  '#1c5a47',
  '#144536',
  '#0b2f25',
];
/** Gardenia yellow (치자): needs a look. */
export const gardenia: MantineColorsTuple = [
  '#fdf6e3',
  '#faeac0',
  '#f4d98c',
  '#ecc455',
  '#e2ae2e',
  '#b98212',
  '#96690d',
  '#7a540c',
  '#5c3f0a',
  '#3d2905',
];
/** Cinnabar (주홍): failed, absent, cannot be taken back. */
export const cinnabar: MantineColorsTuple = [
  '#fdf0ee',
  '#f9dad5',
  '#f1b4ab',
  '#e88c7f',
  '#db6555',
  '#c44433',
  '#a83324',
  '#88271b',
  '#661c14',
  '#45120d',
];
/** Warm grey of mulberry paper (한지). */
export const paper: MantineColorsTuple = [
  '#faf9f6',
  '#f4f2ed',
  '#eae7e0',
  '#dcd8cf',
  '#c4bfb4',
  '#8d877c',
  '#69645b',
  '#54504a',
  '#393733',
  '#23221f',
];
/** Ink (먹): text on dark first, the darkest ground last. */
export const ink: MantineColorsTuple = [
  '#dde1e6',
  '#b9c0c9',
  '#98a1ad',
  '#6b7583',
  '#48525f',
  '#363f4a',
  '#29313a',
  '#1d232a',
  '#161a20',
  '#0f1216',
];
