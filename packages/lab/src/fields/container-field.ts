import { environmentField, sizeField } from '@berth/yaml'
import { z } from 'zod'
import { filePath, insideField, labelField, lineField } from './text.ts'

const MIB = 1024 ** 2
const GIB = 1024 ** 3

const words = z.array(z.string().max(8192)).min(1).max(100)

const portNumber = z.number().int().min(1).max(65_535)

export const containerField = z
  .strictObject({
    image: lineField(500).describe('as a deploy names it').optional(),
    dockerfile: filePath.describe('that is built, with the folder that it lies in').optional(),
    command: z
      .union([z.literal('image'), z.string().min(1).max(8192), words])
      .describe(
        'what runs: a line for a shell, a list of words, or `image`, what the image says; without it nothing but what a student starts',
      )
      .optional(),
    env: environmentField.describe('variables, also of shells').optional(),
    user: z
      .string()
      .regex(
        /^[a-z0-9_][a-z0-9_.-]{0,31}(?::[a-z0-9_][a-z0-9_.-]{0,31})?$/,
        'use a name or number, as student',
      )
      .describe('of shells; as the image says')
      .optional(),
    workdir: insideField.describe('where shells begin').optional(),
    shell: words.describe('what a terminal runs; bash if it is there, else sh').optional(),
    terminal: z.boolean().describe('false: not offered to students').optional(),
    limits: z
      .strictObject({
        cpu: z.number().min(0.05).max(4).describe('cores, as 0.5').optional(),
        burst: z.number().min(0.05).max(8).describe('cores for a moment').optional(),
        memory: sizeField(16 * MIB, '256M', 8 * GIB).optional(),
        pids: z.number().int().min(16).max(4096).describe('processes and threads').optional(),
        disk: sizeField(16 * MIB, '1G', 20 * GIB).optional(),
      })
      .describe('what it may take')
      .optional(),
    ports: z
      .record(
        labelField,
        z.union([
          portNumber,
          z.strictObject({
            port: portNumber,
            open: z
              .boolean()
              .describe('whoever knows its address may visit; else its student and who teaches, signed in')
              .optional(),
          }),
        ]),
      )
      .refine((ports) => Object.keys(ports).length <= 8, 'has at most 8')
      .describe('that get an address')
      .optional(),
  })
  .refine(({ image, dockerfile }) => (image === undefined) !== (dockerfile === undefined), {
    message: 'say image or dockerfile, one of them',
    path: ['image'],
  })

export type ContainerWish = z.output<typeof containerField>
