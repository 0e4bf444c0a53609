import { Courses } from '../../../../../components/courses/courses.tsx'
import { OnlyAllowed } from '../../../../../components/only-allowed.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('courses')

export default function CoursesPage() {
  return (
    <OnlyAllowed permission="course:manage">
      <Courses />
    </OnlyAllowed>
  )
}
