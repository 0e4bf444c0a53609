'use client'

import { useQueryClient } from '@tanstack/react-query'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'

/** What follows a change of somebody on the wall: it is read again; a failure is told at the edge. */
export function useRefreshWall() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  return {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.classes.wall.pathKey() }),
    onError: (error: unknown) => notify.error(errorText(error).title),
  }
}
