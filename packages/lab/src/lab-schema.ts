import { folderPathSchema } from '@berth/protocol'
import { sizeField } from '@berth/yaml'
import { z } from 'zod'
import { checkField } from './fields/check-field.ts'
import { containerField } from './fields/container-field.ts'
import { egressField } from './fields/egress-field.ts'
import { scriptField } from './fields/script-field.ts'
import { filePath, labelField, lineField } from './fields/text.ts'
import { timesField } from './fields/times-field.ts'
import { languageField, translationsField } from './fields/translations-field.ts'

const KIB = 1024
const MIB = 1024 ** 2
const GIB = 1024 ** 3

const containers = z
  .record(labelField, containerField)
  .refine((all) => Object.keys(all).length > 0, 'name at least one')
  .refine((all) => Object.keys(all).length <= 8, 'has at most 8')

const homePath = folderPathSchema.max(1024)

const homeField = z.union([
  z.literal('none'),
  homePath,
  z.strictObject({
    path: homePath.describe('of the folder that is kept').optional(),
    container: labelField.describe('whose folder; the first').optional(),
    size: sizeField(16 * MIB, '512M', 20 * GIB).optional(),
  }),
])

const limitsField = z.strictObject({
  connections: z.number().int().min(16).max(4096).describe('at once').optional(),
  bandwidth: sizeField(64 * KIB, '10M', GIB)
    .describe('bytes a second, each way')
    .optional(),
})

/** `lab.yml`: an exercise that each student gets a sandbox of. */
export const labSchema = z.strictObject({
  title: lineField(120).describe('for people'),
  description: z.string().max(2000).describe('a sentence or two').optional(),
  containers: containers.describe('what runs, 1 to 8 in a private network; the first is the main one'),
  home: homeField.describe('the folder whose files are kept: a path, `none`, or its parts').optional(),
  egress: egressField.optional(),
  limits: limitsField.describe('of the whole sandbox').optional(),
  times: timesField.optional(),
  setup: scriptField.describe('makes it ready, before a student sees it').optional(),
  solve: scriptField.describe('does the exercise, for its author and those who teach').optional(),
  cleanup: scriptField.describe('runs before it ends').optional(),
  checks: z.array(checkField).max(50).describe('what is asked of a student').optional(),
  instructions: z
    .array(filePath)
    .max(30)
    .describe('Markdown files, a page each; all of the folder `instructions`, by name')
    .optional(),
  language: languageField.describe('that all this is written in').optional(),
  translations: translationsField
    .describe('titles in other languages; `instructions/1.zh-CN.md` beside `1.md` is that page in Chinese')
    .optional(),
})

export type LabText = z.output<typeof labSchema>
