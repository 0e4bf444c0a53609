'use client'

import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../../trpc/provider.tsx'
import { useRefreshSandbox, useSandboxId } from './use-sandbox.ts'

/** Has a check look at the sandbox. */
export function useCheck(): { busy: boolean; run: (name: string) => void } {
  const sandbox = useSandboxId()
  const check = useMutation(useTRPC().sandboxes.check.mutationOptions(useRefreshSandbox()))
  return { busy: check.isPending, run: (name) => check.mutate({ sandbox, name }) }
}
