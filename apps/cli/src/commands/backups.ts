import { BerthError, formatBytes } from '@berth/core'
import type { VolumeBackupsView, VolumeTransferView } from '@berth/protocol'
import { given } from '../arguments/given.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type SessionOptions } from '../session/session.ts'
import { askLine } from '../terminal/ask-line.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

export async function listBackups(options: SessionOptions & { readonly volume?: string }): Promise<void> {
  const session = await openSession(options)
  const asked = { tenant: await session.tenant(), ...given({ volume: options.volume }) }
  const view = await session.api.backups.list.query(asked)
  if (options.json) return printJson(view)
  print(view)
}

export async function refreshBackups(options: SessionOptions): Promise<void> {
  const session = await openSession(options)
  const view = await session.api.backups.refresh.mutate({ tenant: await session.tenant() })
  if (options.json) return printJson(view)
  print(view)
}

/** Asks for its id, unless that was confirmed before. */
export async function removeBackup(
  backup: string,
  options: SessionOptions & { readonly yes?: boolean },
): Promise<void> {
  const session = await openSession(options)
  const tenant = await session.tenant()
  if (!options.yes) {
    const question = `This removes the backup from the bucket for good. Its id, to go on: `
    if ((await askLine(question, { orElse: 'confirm with --yes' })) !== backup)
      throw new BerthError('input.invalid', `${backup} was not removed`)
  }
  await session.api.backups.remove.mutate({ tenant, backup })
  if (options.json) return printJson({ backup, state: 'removed' })
  say(`backup ${backup} is removed`)
}

function print({ backups, transfers, schedule, target, unread = 0 }: VolumeBackupsView): void {
  const table = [
    ['BACKUP', 'VOLUME', 'TAKEN', 'HOLDS', 'STORED', 'NOTE'],
    ...backups.map((one) => [
      ...[one.id, one.volume, sayWhen(one.takenAt), formatBytes(one.bytes), formatBytes(one.storedBytes)],
      [one.origin === 'schedule' ? 'by schedule' : '', one.own ? '' : 'found in the bucket']
        .filter(Boolean)
        .join(', '),
    ]),
  ]
  printResult(formatTable(table))
  const open = transfers.filter(({ state }) => state !== 'done')
  if (open.length > 0) {
    printResult('')
    printResult(
      formatTable([
        ['WHAT', 'VOLUME', 'STATE', 'MOVED', 'BEGUN', 'REASON'],
        ...open.map((one) => [
          ...[one.kind, one.volume, one.state, movedText(one), sayWhen(one.createdAt), one.reason ?? ''],
        ]),
      ]),
    )
  }
  if (schedule) say(`${schedule.every}, keeps ${schedule.keep}, next ${sayWhen(schedule.dueAt)}`)
  if (unread > 0) say(unread === 1 ? '1 manifest could not be read' : `${unread} manifests could not be read`)
  if (!target) say('there is no bucket yet: berth backups target set')
}

function movedText({ movedBytes, totalBytes }: VolumeTransferView): string {
  const of = totalBytes > 0 ? ` of about ${formatBytes(totalBytes)}` : ''
  return `${formatBytes(movedBytes)}${of}`
}
