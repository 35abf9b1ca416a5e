/** Where tensors are computed: TensorFlow's C library, WebAssembly, or plain JavaScript. */
export type EngineName = 'native' | 'wasm' | 'cpu';

/** What is true of an engine however it came to be chosen. */
export interface EngineFacts {
  readonly engine: EngineName;
  /** The version of TensorFlow.js. */
  readonly tfjs: string;
  /** The version of the TensorFlow library, which only the native engine has. */
  readonly tensorflow?: string;
  /** How many threads one operation may use. */
  readonly threads: number;
  /** The largest rank that operations were checked at, engine against engine; `checkRank` refuses larger ones. */
  readonly maxRank: number;
}
