import { createSerial } from '@berth/core'
import { PrismaPg } from '@prisma/adapter-pg'

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>

/**
 * Prisma asks for the relations of a row all at once, also within a transaction. Its one connection takes one query
 * at a time, and pg will no longer queue them: here they take turns.
 */
export class TurnTakingPg extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect()
    const startTransaction = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async (isolation) => inTurn(await startTransaction(isolation))
    return adapter
  }
}

function inTurn(transaction: Transaction): Transaction {
  const serial = createSerial()
  const queryRaw = transaction.queryRaw.bind(transaction)
  const executeRaw = transaction.executeRaw.bind(transaction)
  transaction.queryRaw = (query) => serial.run('', () => queryRaw(query))
  transaction.executeRaw = (query) => serial.run('', () => executeRaw(query))
  return transaction
}
