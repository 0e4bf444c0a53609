import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { type LinuxResources, parseLinuxResources } from '@berth/oci'
import { updateContainer } from '@berth/runtime/command/update'
import { type OptionValues, parseOptions } from '../options/parse-options.ts'
import { requiredId } from '../required-id.ts'
import type { Command } from '../session.ts'

/** As runc has them. */
export const UPDATE_OPTIONS = {
  resources: ['text', 'r'],
  'blkio-weight': 'number',
  'cpu-period': 'number',
  'cpu-quota': 'number',
  'cpu-burst': 'number',
  'cpu-share': 'number',
  'cpu-rt-period': 'number',
  'cpu-rt-runtime': 'number',
  'cpu-idle': 'number',
  'cpuset-cpus': 'text',
  'cpuset-mems': 'text',
  memory: 'text',
  'memory-reservation': 'text',
  'memory-swap': 'text',
  'kernel-memory': 'text',
  'kernel-memory-tcp': 'text',
  'pids-limit': 'number',
} as const

export const update: Command = async ({ context }, argv) => {
  const { options, rest } = parseOptions(UPDATE_OPTIONS, argv, { interspersed: true })
  const id = requiredId(rest)
  const file = options.resources
  const given =
    file === undefined
      ? fromOptions(options)
      : file === '-'
        ? await text(process.stdin)
        : await readFile(file, 'utf8')
  const resources: LinuxResources = parseLinuxResources(given)
  await updateContainer(context, id, resources)
  return 0
}

/** As `--resources` has it, so that both are checked alike. */
export function fromOptions(options: OptionValues<typeof UPDATE_OPTIONS>): string {
  return JSON.stringify({
    blockIO: present({ weight: options['blkio-weight'] }),
    cpu: present({
      period: options['cpu-period'],
      quota: options['cpu-quota'],
      burst: options['cpu-burst'],
      shares: options['cpu-share'],
      realtimePeriod: options['cpu-rt-period'],
      realtimeRuntime: options['cpu-rt-runtime'],
      idle: options['cpu-idle'],
      cpus: options['cpuset-cpus'],
      mems: options['cpuset-mems'],
    }),
    memory: present({
      limit: bytes(options.memory),
      reservation: bytes(options['memory-reservation']),
      swap: bytes(options['memory-swap']),
      kernel: bytes(options['kernel-memory']),
      kernelTCP: bytes(options['kernel-memory-tcp']),
    }),
    pids: present({ limit: options['pids-limit'] }),
  })
}

function present(values: Readonly<Record<string, unknown>>): object | undefined {
  return Object.values(values).every((value) => value === undefined) ? undefined : values
}

const UNITS = 'kmgt'

/** `512m`, `1g`, `-1`, or a number of bytes; what is none of them is left for the check of the resources. */
function bytes(text: string | undefined): number | string | undefined {
  if (text === undefined) return undefined
  const [, amount, unit = ''] = /^(-?\d{1,15})([kmgt])?b?$/i.exec(text) ?? []
  return amount === undefined ? text : Number(amount) * 1024 ** (UNITS.indexOf(unit.toLowerCase() || ' ') + 1)
}
