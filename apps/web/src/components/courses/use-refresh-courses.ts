'use client'

import { useQueryClient } from '@tanstack/react-query'
import { notify } from '../../notify.ts'
import { useTRPC } from '../../trpc/provider.tsx'
import { useErrorText } from '../../trpc/use-error-text.ts'

/** What follows a change of a course: what is shown of courses is read again; a failure is told at the edge. */
export function useRefreshCourses() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const errorText = useErrorText()
  return {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.courses.pathKey() }),
    onError: (error: unknown) => notify.error(errorText(error).title),
  }
}
