'use client'

import { askAgainMs } from '@berth/protocol/ask-again.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from 'next/navigation'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'

/** It could not be read yet. */
const UNSEEN_MS = 5_000

export function useSandboxId(): string {
  return useParams<{ sandbox: string }>().sandbox
}

/** The sandbox in the address, kept fresh. */
export function useSandbox() {
  const sandbox = useSandboxId()
  return useQuery(
    useTRPC().sandboxes.get.queryOptions(
      { sandbox },
      {
        refetchInterval: ({ state }) => (state.data ? askAgainMs(state.data) : UNSEEN_MS),
      },
    ),
  )
}

type Act = 'extend' | 'reset' | 'undoReset' | 'pause' | 'resume' | 'end' | 'lowerHand'

/** Something that one does with the sandbox in the address. */
export function useSandboxAct(act: Act, done?: () => void) {
  const sandbox = useSandboxId()
  const { sandboxes } = useTRPC()
  const refresh = useRefreshSandbox()
  const work = useMutation(
    sandboxes[act].mutationOptions({
      ...refresh,
      onSuccess: async () => {
        done?.()
        await refresh.onSuccess()
      },
    }),
  )
  return { busy: work.isPending, run: () => work.mutate({ sandbox }) }
}

/** What follows a change: the sandbox is read again; a failure is told at the edge. */
export function useRefreshSandbox() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  return {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.sandboxes.pathKey() }),
    onError: (error: unknown) => notify.error(errorText(error).title),
  }
}
