export { createLogStore } from './create-log-store.ts'
export type { LogPiece, LogStore, StoredLine } from './log-store.ts'
