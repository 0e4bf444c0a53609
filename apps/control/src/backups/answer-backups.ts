import type { IncomingMessage } from 'node:http'
import type { BackupDesk } from '@berth/deploy'
import { type BackupAnswer, backupAskSchema, type Ticket } from '@berth/protocol'
import { readJson } from '../http/read-json.ts'
import { wrongTicket } from '../internal/websocket-routes.ts'

/** What web asks of buckets, for the ticket's tenant. */
export async function answerBackups(
  { backups: desk }: { readonly backups: BackupDesk },
  ticket: Ticket,
  request: IncomingMessage,
): Promise<BackupAnswer> {
  if (ticket.act !== 'backups') throw wrongTicket()
  const { tenantId } = ticket
  const ask = await readJson(request, backupAskSchema)
  switch (ask.op) {
    case 'check':
      await desk.check(tenantId, ask.bucket, ask.secret)
      return {}
    case 'scan':
      return desk.scan(tenantId)
    case 'remove':
      await desk.remove(tenantId, ask.backup)
      return {}
  }
}
