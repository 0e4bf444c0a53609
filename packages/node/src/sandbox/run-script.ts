import type { ScriptReply, ScriptRequest } from '@berth/protocol'
import { runSession, type SessionTools } from './run-session.ts'

const SHELL = ['/bin/sh', '-c']

/** A script of a lab in one of its containers. What it leaves running stays, unless its time was over. */
export async function runScript(tools: SessionTools, request: ScriptRequest): Promise<ScriptReply> {
  const { containerId, script, argv = SHELL, env = {}, user, cwd, timeoutMs, maxOutput } = request
  const { exit, chunks, truncated, timedOut } = await runSession(
    tools,
    {
      ...{ containerId, argv: [...argv, script], env },
      ...(user === undefined ? {} : { user }),
      ...(cwd === undefined ? {} : { cwd }),
    },
    { timeoutMs, most: maxOutput },
  )
  const output = Buffer.concat(chunks.map(({ data }) => data)).toString()
  return { code: codeOf(exit), output: output.replaceAll('\0', ''), truncated, timedOut }
}

/** As a shell has it: 128 and the signal. */
function codeOf(exit: { code: number | null; signal: number | null } | undefined): number | null {
  if (!exit) return null
  return exit.code ?? 128 + (exit.signal ?? 0)
}
