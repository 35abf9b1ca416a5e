export { library } from './library.js';
export type { LibraryJob, LibraryOptions, LibraryResult } from './library.js';
export type { LibraryLabelling, LibraryLearning, LibraryPlan, PatchSettings } from './librarySettings.js';
