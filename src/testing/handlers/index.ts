export { checkHandler, checkHandlerLaw } from './checkHandler.js';
export type { HandlerOptions } from './checkHandler.js';
export { describeHandler } from './describeHandler.js';
export type { DescribeHandlerOptions } from './describeHandler.js';
export type { Change, HandlerLaw, HandlerResult, HandlerSubject, HandlerUnderTest } from './handlerLaw.js';
export { handlerLaws } from './handlerLaws.js';
