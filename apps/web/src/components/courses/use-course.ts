'use client'

import { useQuery } from '@tanstack/react-query'
import { useParams } from 'next/navigation'
import { useTRPC } from '../../trpc/provider.tsx'

/** what happens in courses is not told by the socket of the tenant's events */
const REFRESH_MS = 10_000

/** Id of the course in the address. */
export function useCourseId(): string {
  return useParams<{ course: string }>().course
}

/** The course that is being looked at, kept fresh. */
export function useCourse() {
  const trpc = useTRPC()
  return useQuery(trpc.courses.get.queryOptions({ course: useCourseId() }, { refetchInterval: REFRESH_MS }))
}
