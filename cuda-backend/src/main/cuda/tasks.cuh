// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// The kernels that the persistent kernel can run, in the order of their numbers; Java reads this
// list too.
#pragma once

#define TASKS(TASK)                      \
  TASK(unary_f32)                        \
  TASK(unary_i32)                        \
  TASK(logical_not)                      \
  TASK(binary_f32)                       \
  TASK(binary_i32)                       \
  TASK(logical)                          \
  TASK(compare_f32)                      \
  TASK(compare_i32)                      \
  TASK(compare_u8)                       \
  TASK(select_32)                        \
  TASK(select_8)                         \
  TASK(convert)                          \
  TASK(fused_elementwise)                \
  TASK(copy_strided_32)                  \
  TASK(copy_strided_8)                   \
  TASK(copy_dense_32)                    \
  TASK(copy_dense_8)                     \
  TASK(spread_32)                        \
  TASK(spread_8)                         \
  TASK(dynamic_slice_32)                 \
  TASK(dynamic_slice_8)                  \
  TASK(dynamic_update_32)                \
  TASK(dynamic_update_8)                 \
  TASK(iota)                             \
  TASK(gather_rows_32)                   \
  TASK(gather_rows_8)                    \
  TASK(reduce_sum_f32)                   \
  TASK(reduce_sum_i32)                   \
  TASK(reduce_max_f32)                   \
  TASK(reduce_max_i32)                   \
  TASK(reduce_sum_f32_short)             \
  TASK(reduce_sum_i32_short)             \
  TASK(reduce_max_f32_short)             \
  TASK(reduce_max_i32_short)             \
  TASK(arg_max_f32)                      \
  TASK(arg_max_i32)                      \
  TASK(matmul)                           \
  TASK(matmul_dot)                       \
  TASK(join_splits)                      \
  TASK(convolution)                      \
  TASK(convolution_dot)                  \
  TASK(convolution_input_gradient)       \
  TASK(convolution_input_gradient_dot)   \
  TASK(convolution_filter_gradient)      \
  TASK(convolution_filter_gradient_dot)  \
  TASK(direct_layer)                     \
  TASK(direct_input_gradient)            \
  TASK(direct_filter_gradient)           \
  TASK(direct_bias_gradient)             \
  TASK(max_pool)                         \
  TASK(max_pool_gradient)                \
  TASK(average_pool)                     \
  TASK(average_pool_gradient)            \
  TASK(random_words)                     \
  TASK(grid_sample)                      \
  TASK(elastic_columns)                  \
  TASK(elastic_sample)                   \
  TASK(bias_add)                         \
  TASK(bias_activation)                  \
  TASK(scaled_tanh)                      \
  TASK(scaled_tanh_gradient)             \
  TASK(sgd_step)                         \
  TASK(momentum_step)                    \
  TASK(sgd_steps)                        \
  TASK(momentum_steps)                   \
  TASK(softmax_cross_entropy)            \
  TASK(fetch_feeds)                      \
  TASK(gather_fed_rows_32)               \
  TASK(gather_fed_rows_8)                \
  TASK(store_outputs)                    \
  TASK(advance_step)
