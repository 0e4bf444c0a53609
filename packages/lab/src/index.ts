export type { LabCheck, LabContainer, LabEgress, LabSpec, LabTimes, Script } from './spec/lab-spec.ts'
export type { Action, Block, Page } from './spec/page.ts'
