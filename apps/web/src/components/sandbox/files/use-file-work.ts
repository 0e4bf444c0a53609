'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notify } from '../../../notify.ts'
import { useErrorText } from '../../../trpc/use-error-text.ts'
import { useSandboxId } from '../use-sandbox.ts'

/** Where what was read of the sandbox's files is kept. */
export function filesKey(sandbox: string): readonly string[] {
  return ['sandbox-files', sandbox]
}

/** Does something with files: folders are read again, a failure is told at the edge. */
export function useFileWork<T>(work: (input: T) => Promise<unknown>, done?: () => void) {
  const queryClient = useQueryClient()
  const queryKey = filesKey(useSandboxId())
  const errorText = useErrorText()
  const { mutate, isPending } = useMutation({
    mutationFn: work,
    onSuccess: () => done?.(),
    onError: (error: unknown) => notify.error(errorText(error).title),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...queryKey, 'folder'] }),
  })
  return { busy: isPending, run: mutate }
}
