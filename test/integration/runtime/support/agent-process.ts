import { createLog } from '@berth/log'
import { type ContainerRequest, createRuntime, type RuntimeOptions } from '@berth/runtime'

/**
 * Stands for an agent that will be killed: starts the container of the request on its command line, opens a shell in
 * it, says so, and goes on until then.
 */
const [options, request]: [Omit<RuntimeOptions, 'log'>, ContainerRequest] = JSON.parse(
  process.argv[2] ?? '[]',
)
const runtime = await createRuntime({ ...options, log: createLog({ name: 'agent', level: 'fatal' }) })
const record = await runtime.start(request)
const session = await runtime.exec({ containerId: request.id, argv: ['sh'], env: {}, tty: true })
process.stdout.write(`${JSON.stringify({ pid: record.pid, session })}\n`)
setInterval(() => undefined, 60_000)
