import { z } from 'zod'

/** Where a lab's folder is fetched from; directory null: all of the repository. */
export type LabRemote = { readonly url: string; readonly branch: string; readonly directory: string | null }

/** `building`: an image of it is not there yet. */
export const LAB_STATES = ['building', 'ready', 'failed'] as const
export type LabState = (typeof LAB_STATES)[number]

export type LabVersionView = {
  number: number
  state: LabState
  /** why it failed, with file and line where there is one */
  failure: string | null
  /** the commit that it was read from */
  commit: string | null
  /** containers whose image is being built → id of the build */
  builds: Record<string, string>
  by: string
  createdAt: Date
}

export type LabView = {
  name: string
  title: string
  description: string
  /** the newest */
  version: LabVersionView
  /** number of the version that a class starts now; null: none is ready */
  ready: number | null
  /** names of the courses that have it */
  courses: string[]
  /** sandboxes that are not over */
  sandboxes: number
  remote: LabRemote | null
  createdAt: Date
}

/** A lab with the files of one version. */
export type LabDetailView = LabView & {
  shown: LabVersionView
  /** path → text */
  files: Record<string, string>
}

/** Something in a file of a lab that cannot be; line and column from 1. */
export type LabProblemView = {
  file: string
  message: string
  line: number
  column: number
  /** the line itself */
  text: string
}

export type LabExampleView = { name: string; title: string; description: string }

/** What was fetched of a lab: path → text. */
export const labFolderSchema = z.strictObject({
  files: z.record(z.string(), z.string()),
  commit: z.string(),
  branch: z.string(),
})

export type LabFolder = z.infer<typeof labFolderSchema>
