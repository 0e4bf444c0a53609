import type { ReactNode } from 'react'
import { CourseFrame } from '../../../../components/courses/course-frame.tsx'

export default function CourseLayout({ children }: { children: ReactNode }) {
  return <CourseFrame>{children}</CourseFrame>
}
