import type { Level } from '../../src-shared/contract/index.ts'
import { clockMs } from '../i18n/duration.ts'
import { timeStep } from './historyBuckets.ts'
import type { ChartOption, Decal } from './historyEcharts.ts'

/** Colors and fonts of the page, for a canvas. */
export interface Palette {
  text: string
  muted: string
  line: string
  raised: string
  accent: string
  font: string
  levels: Record<Level, string>
}

/** A level's own pattern, so that its bars are distinguishable without color. */
const pattern = (level: Level, ink: string): Decal => {
  const lines: Decal = { symbol: 'rect', color: ink, dashArrayX: [1, 0] }
  switch (level) {
    case 'normal':
      return { symbol: 'none' }
    case 'amber':
      return { ...lines, dashArrayY: [2, 5], rotation: Math.PI / 4 }
    case 'red':
      return { ...lines, dashArrayY: [2, 3], rotation: -Math.PI / 4 }
    case 'critical':
      return {
        symbol: 'circle',
        color: ink,
        dashArrayX: [
          [4, 4],
          [0, 4, 4, 0],
        ],
        dashArrayY: [4, 0],
      }
  }
}
const levelStyle = (level: Level, palette: Palette) => ({
  color: palette.levels[level],
  decal: pattern(level, palette.raised),
})

const base = (palette: Palette) => ({
  textStyle: { fontFamily: palette.font, color: palette.text, fontSize: 12 },
  tooltip: {
    confine: true,
    transitionDuration: 0,
    backgroundColor: palette.raised,
    borderColor: palette.line,
    textStyle: { color: palette.text, fontSize: 12, fontFamily: palette.font },
  },
})
/** A separate element, never markup: its styles would be rejected, and names must not be parsed as HTML. */
const tip = (text: string): HTMLElement => {
  const element = document.createElement('div')
  element.className = 'chart-tip'
  element.textContent = text
  return element
}
const label = (palette: Palette) => ({ color: palette.muted, fontSize: 12 })
const quietAxis = (palette: Palette) => ({
  axisLine: { lineStyle: { color: palette.line } },
  axisTick: { show: false },
  axisLabel: label(palette),
})
const rule = (palette: Palette) => ({ splitLine: { lineStyle: { color: palette.line } } })
type Axis = { dataIndex: number }
const indexOf = (of: unknown): number =>
  (Array.isArray(of) ? (of[0] as Axis | undefined) : (of as Axis))?.dataIndex ?? 0

export interface LevelSeries {
  level: Level
  name: string
}

/** Two bars for each bucket, one above the other: the number of holds, and the longest. */
export const hoursOption = (
  chart: {
    names: string[]
    holds: number[]
    longest: (LevelSeries & { values: (number | null)[] })[]
    longestMs: number
    tip: (index: number) => string
  },
  palette: Palette,
): ChartOption => {
  const step = timeStep(chart.longestMs)
  return {
    ...base(palette),
    tooltip: {
      ...base(palette).tooltip,
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (of) => tip(chart.tip(indexOf(of))),
    },
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    legend: {
      data: chart.longest.map(({ name }) => name),
      selectedMode: false,
      right: 0,
      bottom: 0,
      itemWidth: 16,
      itemHeight: 11,
      textStyle: label(palette),
    },
    grid: [
      { left: 52, right: 8, top: 12, height: 120 },
      { left: 52, right: 8, top: 156, height: 120 },
    ],
    xAxis: [
      { ...quietAxis(palette), type: 'category', data: chart.names, axisLabel: { show: false } },
      { ...quietAxis(palette), gridIndex: 1, type: 'category', data: chart.names },
    ],
    yAxis: [
      {
        ...rule(palette),
        type: 'value',
        minInterval: 1,
        splitNumber: 3,
        axisLabel: label(palette),
      },
      {
        ...rule(palette),
        gridIndex: 1,
        type: 'value',
        interval: step,
        max: Math.max(1, Math.ceil(chart.longestMs / step)) * step,
        axisLabel: { ...label(palette), formatter: (ms: number) => clockMs(ms) },
      },
    ],
    series: [
      {
        type: 'bar',
        data: chart.holds,
        barCategoryGap: '22%',
        barMaxWidth: 80,
        itemStyle: { color: palette.accent },
      },
      ...chart.longest.map(({ level, name, values }) => ({
        type: 'bar' as const,
        name,
        stack: 'longest',
        xAxisIndex: 1,
        yAxisIndex: 1,
        data: values,
        barCategoryGap: '22%',
        barMaxWidth: 80,
        itemStyle: levelStyle(level, palette),
      })),
    ],
  }
}

/** One bar for each range of durations, in the color of its level, with the limits between them. */
export const durationsOption = (
  chart: {
    /** One more than there are ranges: the bounds of each. */
    edges: string[]
    bars: (LevelSeries & { values: ([number, number] | null)[] })[]
    limits: { level: Level; place: number; text: string }[]
    tip: (index: number) => string
  },
  palette: Palette,
): ChartOption => ({
  ...base(palette),
  tooltip: {
    ...base(palette).tooltip,
    trigger: 'item',
    formatter: (of) => tip(chart.tip(indexOf(of))),
  },
  grid: { left: 52, right: 14, top: 44, bottom: 26 },
  xAxis: {
    ...quietAxis(palette),
    type: 'value',
    min: 0,
    max: chart.edges.length - 1,
    containShape: false,
    interval: 1,
    splitLine: { show: false },
    axisTick: { show: true, lineStyle: { color: palette.line } },
    axisLabel: {
      ...label(palette),
      hideOverlap: true,
      formatter: (at: number) => chart.edges[at] ?? '',
    },
  },
  yAxis: {
    ...rule(palette),
    type: 'value',
    minInterval: 1,
    splitNumber: 4,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: label(palette),
  },
  series: chart.bars.map(({ level, name, values }, index) => ({
    type: 'bar' as const,
    name,
    stack: 'holds',
    data: values,
    barWidth: '90%',
    itemStyle: levelStyle(level, palette),
    ...(index === 0 && {
      markLine: {
        symbol: 'none',
        silent: true,
        animation: false,
        data: chart.limits.map((limit, at) => ({
          xAxis: limit.place,
          lineStyle: { color: palette.levels[limit.level], type: 'dashed' as const, width: 1.5 },
          label: {
            formatter: limit.text,
            // The middle label is higher: in a narrow window they would overlap.
            distance: at === 1 ? 20 : 5,
            color: palette.levels[limit.level],
            fontSize: 12,
            fontFamily: palette.font,
          },
        })),
      },
    }),
  })),
})

/** Horizontal bars, the longest at the top, each with its value. */
export const sharesOption = (
  chart: { names: string[]; values: number[]; texts: string[]; nameWidth: number },
  palette: Palette,
): ChartOption => ({
  ...base(palette),
  tooltip: {
    ...base(palette).tooltip,
    trigger: 'axis',
    axisPointer: { type: 'shadow' },
    formatter: (of) => tip(`${chart.names[indexOf(of)] ?? ''}\n${chart.texts[indexOf(of)] ?? ''}`),
  },
  grid: { left: chart.nameWidth + 12, right: 160, top: 4, bottom: 4 },
  xAxis: { type: 'value', show: false },
  yAxis: {
    ...quietAxis(palette),
    type: 'category',
    inverse: true,
    data: chart.names,
    axisLabel: {
      color: palette.text,
      fontSize: 12,
      width: chart.nameWidth,
      overflow: 'truncate',
    },
  },
  series: [
    {
      type: 'bar',
      data: chart.values,
      barCategoryGap: '32%',
      itemStyle: { color: palette.accent },
      label: {
        show: true,
        position: 'right',
        ...label(palette),
        formatter: (of) => chart.texts[of.dataIndex] ?? '',
      },
    },
  ],
})

/** A bar for each number of holds, with its value on top. */
export const repeatsOption = (
  chart: { names: string[]; values: number[]; texts: string[] },
  palette: Palette,
): ChartOption => ({
  ...base(palette),
  tooltip: { show: false },
  grid: { left: 8, right: 8, top: 24, bottom: 26 },
  xAxis: {
    ...quietAxis(palette),
    type: 'category',
    data: chart.names,
    axisLabel: { ...label(palette), interval: 0 },
  },
  yAxis: { type: 'value', show: false },
  series: [
    {
      type: 'bar',
      data: chart.values,
      barCategoryGap: '38%',
      barMaxWidth: 90,
      itemStyle: { color: palette.accent },
      label: {
        show: true,
        position: 'top',
        color: palette.text,
        fontSize: 12,
        formatter: (of) => chart.texts[of.dataIndex] ?? '',
      },
    },
  ],
})
