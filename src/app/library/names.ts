/** What a library's folder has in it. */
export const libraryFiles = {
  settings: 'settings.json',
  patches: 'patches.npy',
  patchTable: 'patches.csv',
  patchList: 'patches.json',
  labels: 'labels.csv',
  run: 'run',
  table: 'library.csv',
  list: 'library.json',
  page: 'index.html',
  overlays: 'overlays',
} as const;
