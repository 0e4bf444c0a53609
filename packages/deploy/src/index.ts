export type { FoundImage, ImageLookup, ImageQuery, SecretBox } from './ports.ts'
export { deployFields, envFields, limitFields, portField, processesField } from './requests.ts'
export type { AppTarget, Caller } from './requests.ts'
export type { DeployService } from './service.ts'
