export { createLabService, type LabService } from './create-lab-service.ts'
export { type LabKeeper, startLabKeeper } from './keep/start-lab-keeper.ts'
export type { FetchFolder, ReadFiles, RemoteFolder } from './ports.ts'
