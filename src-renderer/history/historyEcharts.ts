import { BarChart, type BarSeriesOption } from 'echarts/charts'
import {
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
  MarkLineComponent,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components'
import { type ComposeOption, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

/**
 * Only the parts that the history needs. On a canvas: the SVG renderer writes style attributes, which the content
 * security policy rejects.
 */
use([BarChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer])

export type ChartOption = ComposeOption<
  BarSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption
>
/** A pattern over a bar's color. */
export type Decal = NonNullable<NonNullable<BarSeriesOption['itemStyle']>['decal']>
export { init as draw }
