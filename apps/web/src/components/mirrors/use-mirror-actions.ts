'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'

/** What an administrator does with mirrors, where a failure is told at the edge of the page. */
export function useMirrorActions() {
  const { mirrors } = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  const refresh = () => queryClient.invalidateQueries({ queryKey: mirrors.pathKey() })
  const onError = (error: unknown) => notify.error(errorText(error).title)
  return {
    change: useMutation(mirrors.change.mutationOptions({ onSuccess: refresh, onError })),
    test: useMutation(mirrors.test.mutationOptions({ onSettled: refresh, onError })),
    setAnonymous: useMutation(mirrors.setAnonymous.mutationOptions({ onSettled: refresh, onError })),
  }
}
