import { CourseLabs } from '../../../../components/courses/labs/course-labs.tsx'
import { titled } from '../../../../page-title.ts'

export const generateMetadata = titled('course')

export default function CoursePage() {
  return <CourseLabs />
}
