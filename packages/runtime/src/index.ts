export {
  type AttachClient,
  type AttachHandlers,
  attachClient,
  type SessionExit,
} from './attach/attach-client.ts'
export { cleanInstance } from './clean-instance.ts'
export { createRuntime, type RuntimeOptions } from './create-runtime.ts'
export { createIdPool, type IdPool, type IdRange } from './id-pool.ts'
export { createProgramRunner, type ProgramRunner } from './init/program-runner.ts'
export type * from './runtime.ts'
export { ASK_CODES, type FileQuestion, parseFile, parseFolder, parseWritten } from './files/file-question.ts'
