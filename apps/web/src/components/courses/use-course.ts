'use client'

import { useQuery } from '@tanstack/react-query'
import { useParams } from 'next/navigation'
import { usePolling } from '../../live/live-context.ts'
import { useTRPC } from '../../trpc/provider.tsx'

/** Id of the course in the address. */
export function useCourseId(): string {
  return useParams<{ course: string }>().course
}

/** The course that is being looked at, kept fresh. */
export function useCourse() {
  const trpc = useTRPC()
  return useQuery(trpc.courses.get.queryOptions({ course: useCourseId() }, { refetchInterval: usePolling() }))
}
