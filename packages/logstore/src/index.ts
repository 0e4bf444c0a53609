export { createLogStore } from './create-log-store.ts'
export type { LogStore, StoredLine } from './log-store.ts'
