import { BerthError, formatBytes } from '@berth/core'
import type { VolumeBackupsView, VolumeView } from '@berth/protocol'
import { given } from '../arguments/given.ts'
import { parseSize } from '../arguments/size.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

const NOTES: Readonly<Record<VolumeView['snapshots'][number]['origin'], string>> = {
  asked: '',
  schedule: 'by schedule',
  import: 'what an archive brings',
  'before-restore': 'what a restore replaced',
}

export async function listVolumes(options: SessionOptions & { readonly app?: string }): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const list = await session.api.volumes.list.query({ tenant, ...given({ app: options.app }) })
  if (options.json) return printJson(list)
  printResult(
    formatTable([
      ['NAME', 'USED', 'LIMIT', 'STATE', 'APP', 'AT', 'NODE', 'SNAPSHOTS'],
      ...list.map((volume) => [
        volume.name,
        formatBytes(volume.usedBytes),
        formatBytes(volume.bytes),
        stateText(volume),
        volume.app ?? 'not attached',
        placesText(volume),
        volume.node ?? '-',
        String(volume.snapshots.length),
      ]),
    ]),
  )
}

export async function createVolume(
  name: string,
  options: SessionOptions & { readonly size?: number; readonly shared?: boolean },
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  const asked = given({ bytes: options.size, shared: options.shared })
  const volume = await session.api.volumes.create.mutate({ tenant, name, ...asked })
  if (options.json) return printJson(volume)
  say(`volume ${name} is made, of ${formatBytes(volume.bytes)}: berth volumes attach APP ${name} /data`)
}

export async function volumeInfo(name: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const asked = { tenant: await session.tenant(), volume: name }
  const volume = await session.api.volumes.get.query(asked)
  if (options.json) return printJson(volume)
  const backups = await session.api.backups.list.query(asked)
  printResult(
    formatTable([
      ['NAME', volume.name],
      ['STATE', stateText(volume)],
      ['USED', `${formatBytes(volume.usedBytes)} of ${formatBytes(volume.bytes)}`],
      ['APP', volume.app ?? 'not attached'],
      ['AT', placesText(volume)],
      ['NODE', volume.node ?? '-'],
      ['SNAPSHOTS', scheduleText(volume.schedule)],
      ['BACKUPS', scheduleText(backups.schedule)],
      ['CREATED', `${sayWhen(volume.createdAt)} by ${volume.createdBy}`],
    ]),
  )
  if (volume.snapshots.length === 0) return
  printResult('')
  printResult(
    formatTable([
      ['SNAPSHOT', 'HOLDS', 'STATE', 'CREATED', 'BY', 'NOTE'],
      ...volume.snapshots.map(({ number, bytes, state, createdAt, createdBy, origin }) => [
        ...[String(number), formatBytes(bytes), state, sayWhen(createdAt), createdBy],
        NOTES[origin],
      ]),
    ]),
  )
}

export async function resizeVolume(name: string, size: string, options: SessionOptions): Promise<void> {
  const bytes = parseSize('size', size)
  const session = await openSession(options)
  const asked = { tenant: await session.tenant(), volume: name, bytes }
  const volume = await session.api.volumes.resize.mutate(asked)
  if (options.json) return printJson(volume)
  say(`volume ${name} may hold ${formatBytes(bytes)}`)
}

/** Asks for the name, unless it was said before. */
export async function deleteVolume(
  name: string,
  options: SessionOptions & { readonly yes?: boolean },
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  if (!options.yes) {
    const question = `This deletes the volume ${name} of ${tenant}, with its snapshots. Its name, to go on: `
    if ((await askLine(question, { orElse: 'confirm with --yes' })) !== name)
      throw new BerthError('input.invalid', `${name} was not deleted`)
  }
  const volume = await session.api.volumes.delete.mutate({ tenant, volume: name })
  if (options.json) return printJson(volume)
  say(`volume ${name} is deleted; for a day berth volumes undelete ${name} has it back`)
}

export async function undeleteVolume(name: string, options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const volume = await session.api.volumes.undelete.mutate({ tenant: await session.tenant(), volume: name })
  if (options.json) return printJson(volume)
  say(`volume ${name} is back`)
}

function stateText({ state, problem }: VolumeView): string {
  return problem === null ? state : `${state}: ${problem}`
}

function scheduleText(schedule: VolumeView['schedule'] | VolumeBackupsView['schedule']): string {
  if (!schedule) return 'only when asked for'
  return `${schedule.every}, keeps ${schedule.keep}, next ${sayWhen(schedule.dueAt)}`
}

function placesText({ mounts }: VolumeView): string {
  const texts = mounts.map(
    ({ process, path, readOnly }) => `${process} ${path}${readOnly ? ' (read-only)' : ''}`,
  )
  return texts.join(', ') || '-'
}
