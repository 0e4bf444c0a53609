'use client'

import type { SandboxView } from '@berth/protocol'
import { useFiles } from './files/use-files.ts'
import { Lesson } from './lesson.tsx'
import { Resting } from './resting.tsx'
import { Waiting } from './waiting.tsx'

/** The lab as its state has it. What is not saved yet outlives a rest. */
export function SandboxBody({ sandbox, mine }: { sandbox: SandboxView; mine: boolean }) {
  const files = useFiles(sandbox)
  switch (sandbox.state) {
    case 'queued':
    case 'starting':
      return <Waiting sandbox={sandbox} />
    case 'running':
      return <Lesson sandbox={sandbox} files={files} />
    default:
      return <Resting sandbox={sandbox} mine={mine} />
  }
}
