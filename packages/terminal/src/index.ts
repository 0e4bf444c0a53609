export { openViewer } from './open-viewer.ts'
export type { OpenViewer, TerminalViewer } from './terminal.ts'
